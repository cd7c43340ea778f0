"""Invented news in languages that no extractor here reads, for `benchmarks.languages`."""

TEXTS = {
    "ar": (
        "أعلنت وزارة الري يوم الاثنين أن السد القريب من القرية آمن ولن يحتاج إلى إصلاح قبل الصيف. وقال"
        " الوزير للصحفيين إن المهندسين لم يجدوا أي شقوق جديدة في الجدار. غير أن سكان الوادي رفضوا العودة"
        " إلى بيوتهم، وطالبوا بلجنة مستقلة تفحص البناء وتنشر نتائجها على الملأ."
    ),
    "bg": (
        "Министърът на водите заяви в понеделник, че язовирът над селото е сигурен и няма нужда от ремонт"
        " преди лятото. Според него инженерите не са открили нови пукнатини в стената. Жителите на долината"
        " обаче отказват да се върнат по домовете си и настояват за независима комисия."
    ),
    "cs": (
        "Ministr vodního hospodářství v pondělí prohlásil, že přehrada nad vesnicí je bezpečná a před létem"
        " žádnou opravu nepotřebuje. Inženýři podle něj ve zdi nenašli žádné nové trhliny. Obyvatelé údolí"
        " se však odmítají vrátit domů a žádají nezávislou komisi, která své závěry zveřejní."
    ),
    "da": (
        "Ministeren for vandforsyning sagde mandag, at dæmningen over landsbyen er sikker og ikke skal"
        " repareres før sommeren. Ingeniørerne har ifølge ham ikke fundet nye revner i muren. Beboerne i"
        " dalen nægter dog at vende hjem og kræver en uafhængig kommission, der offentliggør sine"
        " resultater."
    ),
    "de": (
        "Der Damm oberhalb des Dorfes sei sicher und müsse vor dem Sommer nicht ausgebessert werden, sagte"
        " die Ministerin am Montag vor Journalisten. Die Ingenieure hätten keine neuen Risse in der Mauer"
        " gefunden. Die Bewohner des Tals weigern sich jedoch, in ihre Häuser zurückzukehren, und verlangen"
        " eine unabhängige Kommission."
    ),
    "el": (
        "Ο υπουργός Υδάτων δήλωσε τη Δευτέρα ότι το φράγμα πάνω από το χωριό είναι ασφαλές και δεν"
        " χρειάζεται επισκευή πριν από το καλοκαίρι. Οι μηχανικοί, όπως είπε, δεν βρήκαν νέες ρωγμές στον"
        " τοίχο. Οι κάτοικοι όμως αρνούνται να επιστρέψουν στα σπίτια τους και ζητούν ανεξάρτητη επιτροπή."
    ),
    "es": (
        "El ministro de Aguas aseguró el lunes que la presa situada sobre el pueblo es segura y que no"
        " necesitará obras antes del verano. Según él, los ingenieros no han encontrado grietas nuevas en"
        " el muro. Los vecinos del valle, sin embargo, se niegan a volver a sus casas y piden una comisión"
        " independiente."
    ),
    "fa": (
        "وزیر نیرو روز دوشنبه گفت سد بالای روستا ایمن است و تا پیش از تابستان به تعمیر نیاز ندارد. به گفتهٔ"
        " او مهندسان هیچ ترک تازه‌ای در دیوار پیدا نکرده‌اند. با این حال ساکنان دره از بازگشت به خانه‌های"
        " خود خودداری می‌کنند و خواستار کمیته‌ای مستقل شده‌اند."
    ),
    "fi": (
        "Vesiministeri sanoi maanantaina, että kylän yläpuolella oleva pato on turvallinen eikä sitä"
        " tarvitse korjata ennen kesää. Insinöörit eivät hänen mukaansa ole löytäneet muurista uusia"
        " halkeamia. Laakson asukkaat kieltäytyvät kuitenkin palaamasta koteihinsa ja vaativat"
        " riippumatonta tutkintaa."
    ),
    "fr": (
        "Le barrage qui domine le village est sûr et ne demandera aucune réparation avant l'été, a assuré"
        " lundi la ministre de l'Eau. Selon elle, les ingénieurs n'ont trouvé aucune nouvelle fissure dans"
        " le mur. Les habitants de la vallée refusent pourtant de rentrer chez eux et réclament une"
        " commission indépendante."
    ),
    "hi": (
        "जल मंत्री ने सोमवार को कहा कि गाँव के ऊपर बना बाँध सुरक्षित है और गर्मियों से पहले उसकी मरम्मत की"
        " ज़रूरत नहीं होगी। उनके अनुसार इंजीनियरों को दीवार में कोई नई दरार नहीं मिली। फिर भी घाटी के"
        " निवासी घर लौटने से इनकार कर रहे हैं और एक स्वतंत्र आयोग की माँग कर रहे हैं।"
    ),
    "hu": (
        "A vízügyi miniszter hétfőn azt mondta, hogy a falu fölötti gát biztonságos, és a nyár előtt nem"
        " kell kijavítani. Szerinte a mérnökök nem találtak új repedést a falban. A völgy lakói azonban nem"
        " akarnak hazatérni, és független bizottságot követelnek, amely nyilvánosságra hozza az"
        " eredményeit."
    ),
    "id": (
        "Menteri pengairan mengatakan pada hari Senin bahwa bendungan di atas desa itu aman dan tidak perlu"
        " diperbaiki sebelum musim kemarau. Menurutnya para insinyur tidak menemukan retakan baru di"
        " dindingnya. Namun warga lembah menolak pulang ke rumah dan menuntut dibentuknya komisi yang"
        " mandiri."
    ),
    "it": (
        "La diga sopra il paese è sicura e non avrà bisogno di lavori prima dell'estate, ha detto lunedì la"
        " ministra delle Acque. Secondo lei gli ingegneri non hanno trovato nuove crepe nel muro. Gli"
        " abitanti della valle rifiutano però di tornare a casa e chiedono una commissione indipendente."
    ),
    "ja": (
        "水利相は月曜日、村の上流にあるダムは安全であり、夏までに修理する必要はないと述べた。技術者は壁に新"
        "しいひびを見つけていないという。しかし谷の住民は家に戻ることを拒み、結果を公表する独立した委員会を"
        "求めている。"
    ),
    "ko": (
        "수자원 장관은 월요일 마을 위에 있는 댐이 안전하며 여름 전에는 고칠 필요가 없다고 말했다. 그에"
        " 따르면 기술자들은 벽에서 새로운 균열을 찾지 못했다. 그러나 골짜기 주민들은 집으로 돌아가기를"
        " 거부하며 독립된 위원회를 요구하고 있다."
    ),
    "nl": (
        "De dam boven het dorp is veilig en hoeft voor de zomer niet te worden hersteld, zei de minister"
        " van Water maandag. Volgens haar hebben de ingenieurs geen nieuwe scheuren in de muur gevonden. De"
        " bewoners van het dal weigeren echter naar huis terug te keren en eisen een onafhankelijke"
        " commissie."
    ),
    "no": (
        "Demningen over bygda er trygg og trenger ingen reparasjon før sommeren, sa vannministeren mandag."
        " Ifølge henne har ingeniørene ikke funnet nye sprekker i muren. Innbyggerne i dalen nekter likevel"
        " å reise hjem og krever en uavhengig kommisjon som legger fram det den finner."
    ),
    "pl": (
        "Tama powyżej wsi jest bezpieczna i przed latem nie będzie wymagała naprawy, oświadczył w"
        " poniedziałek minister gospodarki wodnej. Inżynierowie nie znaleźli według niego nowych pęknięć w"
        " murze. Mieszkańcy doliny odmawiają jednak powrotu do domów i domagają się niezależnej komisji."
    ),
    "pt": (
        "A barragem acima da aldeia é segura e não precisará de obras antes do verão, disse na"
        " segunda-feira o ministro das Águas. Segundo ele, os engenheiros não encontraram novas fendas no"
        " muro. Os moradores do vale, porém, recusam voltar para casa e exigem uma comissão independente."
    ),
    "ro": (
        "Barajul de deasupra satului este sigur și nu va avea nevoie de reparații înainte de vară, a"
        " declarat luni ministrul apelor. Potrivit lui, inginerii nu au găsit crăpături noi în zid."
        " Locuitorii văii refuză însă să se întoarcă acasă și cer o comisie independentă."
    ),
    "ru": (
        "Плотина над деревней надёжна и до лета не потребует ремонта, заявил в понедельник министр водного"
        " хозяйства. По его словам, инженеры не нашли в стене новых трещин. Жители долины, однако,"
        " отказываются возвращаться домой и требуют создать независимую комиссию."
    ),
    "sr": (
        "Брана изнад села је безбедна и до лета јој неће бити потребна поправка, рекао је у понедељак"
        " министар водопривреде. Инжењери, по његовим речима, нису нашли нове пукотине у зиду. Становници"
        " долине, међутим, одбијају да се врате кућама и траже независну комисију."
    ),
    "sv": (
        "Dammen ovanför byn är säker och behöver inte lagas före sommaren, sade vattenministern i måndags."
        " Enligt henne har ingenjörerna inte hittat några nya sprickor i muren. Invånarna i dalen vägrar"
        " ändå att återvända hem och kräver en oberoende kommission."
    ),
    "tr": (
        "Su işleri bakanı pazartesi günü köyün üstündeki barajın güvenli olduğunu ve yazdan önce onarım"
        " gerekmediğini söyledi. Ona göre mühendisler duvarda yeni bir çatlak bulmadı. Vadide yaşayanlar"
        " ise evlerine dönmeyi reddediyor ve bağımsız bir kurul istiyor."
    ),
    "uk": (
        "Гребля над селом надійна й до літа не потребуватиме ремонту, заявив у понеділок міністр водного"
        " господарства. За його словами, інженери не знайшли в стіні нових тріщин. Проте мешканці долини"
        " відмовляються повертатися додому й вимагають незалежної комісії."
    ),
    "vi": (
        "Bộ trưởng thủy lợi hôm thứ Hai nói rằng con đập phía trên làng vẫn an toàn và chưa cần sửa chữa"
        " trước mùa hè. Theo ông, các kỹ sư không tìm thấy vết nứt mới nào trên tường. Tuy nhiên người dân"
        " trong thung lũng không chịu về nhà và đòi lập một ủy ban độc lập."
    ),
    "zh": (
        "水利部长星期一表示，村庄上方的水坝是安全的，夏天以前不需要修理。他说，工程师没有在坝墙上发现新的裂"
        "缝。但是山谷里的居民拒绝回家，要求成立一个独立的委员会，并公布调查结果。"
    ),
}
