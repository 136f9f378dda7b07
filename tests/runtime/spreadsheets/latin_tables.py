"""Tables of firms, people and places in the languages of Europe, as their offices saved them before UTF-8."""

from __future__ import annotations

TEXTS = {
    "Polish": (
        "Łódź Kraków Gdańsk Poznań Wrocław Rzeszów Świętochłowice Białystok Częstochowa Spółdzielnia "
        "Przedsiębiorstwo Usługi Żywiec Małgorzata Paweł Michał Łukasz Agnieszka Wójcik Kowalczyk Zieliński "
        "Woźniak Wiśniewski Dąbrowska Kamiński"
    ),
    "Czech": (
        "Plzeň Ústí Liberec České Budějovice Hradec Králové Zlín Jihlava Společnost Stavební Průmyslová Jiří "
        "Tomáš Lukáš Kateřina Věra Novák Svobodová Dvořák Černý Procházková Kučera Veselý Horák Němec Růžička "
        "Příbram Třebíč"
    ),
    "Slovak": (
        "Žilina Košice Prešov Nitra Banská Bystrica Trenčín Piešťany Ružomberok Spoločnosť Výroba Ľubica "
        "Štefan Mária Tomáš Kováč Horváth Varga Tóth Baláž Lukáč Poľnohospodár Hlohovec Považská"
    ),
    "Hungarian": (
        "Győr Pécs Székesfehérvár Kecskemét Nyíregyháza Szombathely Érd Tatabánya Kereskedelmi Szolgáltató "
        "Építőipari Fővárosi Erdős Szabó Tóth Kovács Horváth Németh Szűcs László István Ödön Zoltán Erzsébet "
        "Gyöngyösi Fűtő Tűzoltó Hűtő"
    ),
    "Turkish": (
        "İstanbul İzmir Eskişehir Diyarbakır Şanlıurfa Muğla Balıkesir Kırıkkale Sanayi Ticaret Şirketi Gıda "
        "İnşaat Öztürk Yılmaz Çelik Şahin Yıldız Doğan Kılıç Aslan Çetin Özdemir Ayşe Gülşen Uğur Işık "
        "Müdürlüğü"
    ),
    "Romanian": (
        "Bucureşti Iaşi Timişoara Constanţa Braşov Galaţi Ploieşti Târgu Mureş Râmnicu Vâlcea Societate "
        "Întreprindere Ştefan Ioniţă Cătălin Mădălina Brânză Păun Drăgan Călăraşi"
    ),
    "Croatian": (
        "Čakovec Šibenik Požega Đakovo Vukovar Varaždin Poduzeće Građevinsko Tržište Krešimir Željko Božić "
        "Kovačević Horvatić Marić Jurić Šarić Vuković Đurđica Tomašević"
    ),
    "Lithuanian": (
        "Šiauliai Panevėžys Klaipėda Utena Telšiai Mažeikiai Kėdainiai Įmonė Prekyba Žemės Ūkio Paslaugų "
        "Bendrovė Jūratė Žydrūnas Šarūnas Rūta Kazlauskienė Čekuolis Ąžuolas Energijos Tiekėjų Ryšių Lietuvių"
    ),
    "Latvian": (
        "Rīga Liepāja Jēkabpils Rēzekne Valmiera Cēsis Jūrmala Uzņēmums Būvniecība Tirdzniecība Kārlis Jānis "
        "Bērziņš Kalniņš Ozoliņa Līga Šķēle Ģertrūde Ļaudona Žanis Čakste"
    ),
    "French": (
        "Besançon Orléans Béziers Évreux Nîmes Société Générale Économique Bâtiment Hôtel Élise François "
        "Hélène Jérôme Zoë Noël Lefèvre Gauthier Müller Crédit Où Fête Château Gérard À côté"
    ),
    "German": (
        "Köln München Düsseldorf Nürnberg Göttingen Tübingen Großhandel Bäckerei Getränke Möbel Straße "
        "Österreich Müller Schröder Weiß Jäger Günther Jürgen Käthe Ärzte Überall Größe"
    ),
    "Spanish": (
        "Málaga Córdoba Cádiz León Coruña Logroño Compañía Construcción Ingeniería Peña Muñoz Núñez García "
        "Pérez Rodríguez Álvarez Íñigo José María Sofía Ángel España Año"
    ),
    "Portuguese": (
        "São Paulo Brasília Goiânia Florianópolis Belém Comércio Serviços Construções Indústria Gonçalves "
        "João Conceição Magalhães Antônio Luís Mônica Ribeirão Preço Funções Três Irmãos"
    ),
    "Italian": (
        "Forlì Cefalù Città Società Attività Qualità Perché Caffè Libertà Niccolò Nicolò Università Lunedì Virtù È Già"
    ),
    "Swedish": (
        "Malmö Göteborg Västerås Örebro Linköping Norrköping Jönköping Umeå Gävle Åkeri Försäljning Håkan Åsa "
        "Björn Sjöberg Lindström Åström Öberg Ängelholm"
    ),
    "Danish": (
        "København Århus Ålborg Køge Næstved Søren Jørgensen Sørensen Kjær Møller Åse Smørrebrød Bæk Grønland "
        "Ærø Østergård Rådhus"
    ),
    "Finnish": (
        "Jyväskylä Hämeenlinna Seinäjoki Järvenpää Mäkinen Hämäläinen Väisänen Työ Yhtiö Äijälä Pöyry Åbo Törmä"
    ),
    "Icelandic": (
        "Reykjavík Ísafjörður Þórshöfn Hafnarfjörður Guðrún Sigurður Þór Jónsdóttir Björn Ólafur Æðey "
        "Kópavogur Ýmir Garðabær Seyðisfjörður"
    ),
    "Estonian": ("Tõnu Pärnu Jõhvi Võru Põlva Kärdla Ülle Jüri Õie Mäe Sõprus Tööstus Kõiv Saaremägi Köster Müük"),
    "Catalan": (
        "Barcelonès Sabadell Mataró Girona Lleida Associació Companyia Lluís Núria Mònica Gràcia València "
        "Òscar Plaça Françesc Lluïsa Però Més"
    ),
    "Dutch": ("België Italië Coöperatie Patiënt Financiën Zoë Daniël Joël Reünie Hélène Café Ruïne"),
    "English": ("Smith’s “Best” Café – Naïve… O’Brien’s €200 Bob’s Résumé John’s £5 O’Neill’s 20° Joe’s™"),
    "mixed": (
        "Müller Köln São Paulo François Málaga Malmö Århus København Zürich Genève Besançon Peña João Citroën "
        "Škoda Nestlé L’Oréal Mäkinen Forlì Reykjavík Groß"
    ),
}


def table(language: str, rows: int = 100) -> str:
    """Return a table of so many rows in a language: a number, two words and a date in each."""
    words = TEXTS[language].split()
    lines = [
        f"{at},{words[at % len(words)]} {words[(at * 7 + 3) % len(words)]},2024-01-{at % 28 + 1:02}"
        for at in range(rows)
    ]
    return "\n".join(["no,name,date", *lines, ""])
